// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Linker;
import java.time.Clock;
import java.time.InstantSource;

/** Who may know whom; see docs/architecture.md. */
class BoundariesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.linger");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    model,     broker advice collector streams capacity storage dashboard lab cli
                    broker,    advice collector streams capacity storage dashboard lab cli
                    advice,    broker collector streams capacity storage dashboard lab cli
                    collector, broker advice streams capacity storage dashboard lab cli
                    streams,   broker collector capacity storage dashboard lab cli
                    capacity,  broker advice collector streams storage dashboard lab cli
                    storage,   broker advice collector streams capacity dashboard lab cli
                    dashboard, broker collector streams capacity lab cli
                    lab,       broker streams capacity storage dashboard cli
                    """)
    void shouldMeetOtherModulesOnlyWhereTheDesignSaysSo(String module, String others) {
        String[] packages = others.split(" ");
        for (int i = 0; i < packages.length; i++) {
            packages[i] = "dev.linger." + packages[i] + "..";
        }
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.linger." + module + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages));
    }

    @Test
    void shouldCallNativeCodeFromOnePackageOnly() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.linger.collector.linux..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Linker.class));
    }

    @Test
    void shouldKeepTheMathematicsOfCapacityFreeOfFlink() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.linger.capacity.estimate..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.."));
    }

    @Test
    void shouldKeepAdvicePure() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.linger.advice..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.io..", "java.net..", "java.nio.."));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.linger.advice..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(InstantSource.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(Clock.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CLASSES);
    }
}
