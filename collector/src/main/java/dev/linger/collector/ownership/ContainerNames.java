// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of containers from files of this host, never from an API: of a Kubernetes pod from the
 * folder that its logs lie in, {@code var/log/pods/NAMESPACE_POD_UID}; of a Docker container from
 * its configuration, {@code var/lib/docker/containers/ID/config.v2.json}.
 *
 * <p>What Kubernetes appends to the name of a Deployment, DaemonSet or Job is cut off, so that a
 * service is named the same on every host.
 *
 * @param root of the file system
 */
record ContainerNames(Path root) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ID_SHOWN = 12;

    /** The letters of k8s.io/apimachinery/pkg/util/rand: no vowels, nothing that looks alike. */
    private static final Pattern GENERATED =
            Pattern.compile("(.+?)(?:-[0-9a-f]{8,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}");

    /** The name, or the first 12 digits of the id where no file tells. */
    String nameOf(CgroupRole.Container container) {
        String name =
                container.podUid().isEmpty() ? docker(container.id()) : pod(container.podUid());
        return name == null ? container.id().substring(0, ID_SHOWN) : name;
    }

    private @Nullable String pod(String uid) {
        try (DirectoryStream<Path> pods =
                Files.newDirectoryStream(root.resolve("var/log/pods"), "*_" + uid)) {
            for (Path pod : pods) {
                String[] parts = pod.getFileName().toString().split("_");
                return parts.length == 3 ? withoutGenerated(parts[1]) : null;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return null; // not readable, or not where this runtime keeps them
        }
        return null;
    }

    private @Nullable String docker(String id) {
        Path file = root.resolve("var/lib/docker/containers/" + id + "/config.v2.json");
        try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
            String text = name(json).replaceFirst("^/", "");
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null; // another runtime, or not readable
        }
    }

    /** The outermost object's text {@code Name}, or nothing. */
    private static String name(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return "";
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("Name");
            JsonToken value = json.nextToken();
            if (wanted) {
                return value == JsonToken.VALUE_STRING ? json.getText() : "";
            }
            json.skipChildren();
        }
        return "";
    }

    private static String withoutGenerated(String pod) {
        Matcher matcher = GENERATED.matcher(pod);
        return matcher.matches() ? matcher.group(1) : pod;
    }
}
