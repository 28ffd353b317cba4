// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import io.javalin.http.Context;

/**
 * Headers of every answer. Pages run no script and load no style but this server's own, are framed
 * nowhere and send no referrer; JSON is not sniffed into anything else.
 */
final class Security {
    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "font-src 'self'",
                    "img-src 'self'",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'");

    private Security() {}

    static void protect(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }
}
