// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that pages load: read once from the class path, named in pages together with a hash of
 * their content, so that browsers may keep them for ever. Nothing is loaded from elsewhere.
 */
public final class Assets {
    private static final String OWN = "/dev/linger/dashboard/assets/";

    /** Files by name in the address, and where they lie on the class path. */
    private static final Map<String, String> FILES =
            Map.ofEntries(
                    own("tokens.css"),
                    own("fonts.css"),
                    own("page.css"),
                    own("parts.css"),
                    own("theme.js"),
                    own("page.js"),
                    own("mark.svg"),
                    own("vendor/idiomorph-ext.min.js"),
                    own("vendor/inter.woff2"),
                    own("vendor/jetbrains-mono.woff2"),
                    Map.entry(
                            "vendor/htmx.min.js",
                            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js"));

    private final Map<String, Asset> byName = new TreeMap<>();

    /** Reads all files. */
    public Assets() {
        FILES.forEach((name, path) -> byName.put(name, read(name, path)));
    }

    /** The address of a file, for a page. */
    public String url(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no file is named " + name);
        }
        return "/assets/" + name + "?v=" + asset.version();
    }

    /** The file of that name; null where there is none. */
    @Nullable Asset find(String name) {
        return byName.get(name);
    }

    private static Map.Entry<String, String> own(String name) {
        return Map.entry(name, OWN + name);
    }

    private static Asset read(String name, String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + path);
            }
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(content, contentType(name), HexFormat.of().formatHex(hash, 0, 6));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            default -> throw new IllegalArgumentException("no media type for " + name);
        };
    }
}
