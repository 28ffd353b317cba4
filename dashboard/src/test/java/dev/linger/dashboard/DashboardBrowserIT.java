// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pages in Chromium: what a reader sees, and what happens while they look. */
class DashboardBrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int DESK = 1280;
    private static final int PHONE = 390;

    private static @Nullable Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private final Instant lastMinute = Fleet.minuteBefore(InstantSource.system().instant());
    private SeededDatabase database;
    private DashboardPart part;

    @BeforeAll
    static void openBrowser() {
        assumeTrue(
                Files.isExecutable(CHROMIUM),
                CHROMIUM + " is missing: install Debian's package chromium to run this test");
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void start() {
        database = new SeededDatabase();
        part =
                new DashboardPart(
                        new DashboardConfig("127.0.0.1", 0, Duration.ofMillis(250)),
                        database.dataSource());
        part.start();
    }

    @AfterEach
    void stop() {
        browser.contexts().forEach(BrowserContext::close);
        part.close();
        database.close();
    }

    @Test
    void shouldFillTheEmptyPageByItself() {
        Page page = open("/", DESK, ColorScheme.LIGHT);
        assertThat(page.locator("h1")).hasText("Waiting for the first snapshot…");
        picture(page, "empty-light");

        database.minutes(Fleet.at(lastMinute, true));

        assertThat(page.locator("#services tbody tr")).hasCount(10);
        assertThat(page.locator(".pulse-label")).hasText("Live");
        assertThat(page.locator("#services")).containsText(Fleet.ODD_NAME);
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldShowNewNumbersAndKeepWhatTheReaderOpened() {
        seed();
        Page page = open("/", DESK, ColorScheme.LIGHT);
        Locator billing = page.locator("#services tbody tr").filter(hasText("billing")).first();
        assertThat(billing).containsText("past the cliff");
        Locator finding = page.locator("details.finding").first();
        finding.locator("summary").click();
        assertThat(finding.locator(".advice").first()).isVisible();
        Locator copy = finding.locator("[data-copy]").first();
        copy.focus();

        database.minutes(
                List.of(
                        Fleet.client(
                                lastMinute.plusSeconds(60),
                                false,
                                "billing",
                                "10.0.0.77:7000",
                                4_321,
                                0,
                                28_232,
                                0),
                        Fleet.server(
                                lastMinute.plusSeconds(60), false, "newcomer", "10.0.0.8:80", 1)));

        assertThat(page.locator("#services tbody tr")).hasCount(11);
        assertThat(page.locator("#services tbody")).containsText("newcomer");
        assertThat(finding).hasAttribute("open", "");
        assertThat(copy).isFocused();
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldLeavePicturesInLightAndDarkOnDeskAndPhone() {
        seed();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            String suffix = scheme.name().toLowerCase(Locale.ROOT);
            for (int width : new int[] {DESK, PHONE}) {
                Page page = open("/", width, scheme);
                page.locator("details.finding summary").nth(1).click();
                assertFits(page);
                picture(page, "overview-" + width + "-" + suffix);
                page.navigate(address("/service?name=billing"));
                assertThat(page.locator(".chart").first()).isVisible();
                assertFits(page);
                picture(page, "service-" + width + "-" + suffix);
                page.context().close();
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldSwitchTheThemeAndRememberIt() {
        Page page = open("/", DESK, ColorScheme.LIGHT);
        String light = background(page);

        page.locator("[data-theme-toggle]").click();

        String dark = background(page);
        assertThat(dark).isNotEqualTo(light);
        page.reload();
        assertThat(background(page)).isEqualTo(dark);
    }

    @Test
    void shouldSayWhenTheDatabaseIsAwayAndWhenTheServerIs() {
        seed();
        Page page = open("/", DESK, ColorScheme.DARK);
        assertThat(page.locator(".pulse-label")).hasText("Live");

        database.close();

        assertThat(page.locator(".notice")).containsText("PostgreSQL is away since");
        assertThat(page.locator("#services tbody tr")).hasCount(10);
        picture(page, "away-dark");

        part.close();

        assertThat(page.locator("html")).hasClass("unreachable");
    }

    private void seed() {
        for (int minutesAgo = 180; minutesAgo >= 0; minutesAgo--) {
            database.minutes(Fleet.at(lastMinute.minusSeconds(60L * minutesAgo), true));
        }
        database.findings(Fleet.at(lastMinute, true), lastMinute.minus(Duration.ofMinutes(47)));
        database.forecasts(
                List.of(
                        forecast("billing", "10.0.0.2:9000", 0.53, 0.068, 0L, 25_920L),
                        forecast("search-indexer", "10.0.0.9:9200", 0.31, 0.021, 32_400L, null),
                        forecast("billing", "10.0.0.5:5432", 0.007, 0, null, null)));
    }

    private Forecast forecast(
            String service,
            String endpoint,
            double utilisation,
            double trendPerHour,
            @Nullable Long secondsToCliff,
            @Nullable Long secondsToExhaustion) {
        return new Forecast(
                Forecast.SCHEMA_VERSION,
                service,
                endpoint,
                ComputedBy.STREAM,
                lastMinute.minus(Duration.ofHours(3)),
                lastMinute.plusSeconds(60),
                180,
                28_232,
                utilisation,
                utilisation * 1.1,
                utilisation * 1.05,
                trendPerHour,
                secondsToCliff,
                secondsToExhaustion);
    }

    private Page open(String path, int width, ColorScheme scheme) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 800)
                                .setDeviceScaleFactor(width == PHONE ? 2 : 1)
                                .setColorScheme(scheme));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        String home = address("/");
        page.onRequest(request -> {
            if (!request.url().startsWith(home)) {
                complaints.add("foreign request " + request.url());
            }
        });
        page.navigate(address(path));
        return page;
    }

    private String address(String path) {
        return "http://127.0.0.1:" + part.port() + path;
    }

    private static Locator.FilterOptions hasText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static String background(Page page) {
        return page.evaluate("getComputedStyle(document.body).backgroundColor").toString();
    }

    /** Nothing sticks out to the right. */
    private static void assertFits(Page page) {
        Object fits =
                page.evaluate(
                        "document.documentElement.scrollWidth"
                                + " <= document.documentElement.clientWidth");
        assertThat(fits).isEqualTo(true);
    }

    private static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(SCREENSHOTS.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
