// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

/** A file that pages load. */
final class Asset {
    private final byte[] content;
    private final String contentType;
    private final String version;

    Asset(byte[] content, String contentType, String version) {
        this.content = content;
        this.contentType = contentType;
        this.version = version;
    }

    /** Its bytes; shared, not to be changed. */
    byte[] content() {
        return content;
    }

    /** Its media type. */
    String contentType() {
        return contentType;
    }

    /** A hash of its bytes. */
    String version() {
        return version;
    }
}
