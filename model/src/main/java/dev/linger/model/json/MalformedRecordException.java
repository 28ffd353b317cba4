// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import dev.linger.model.topic.DeadLetter;

import java.io.Serial;

/** Bytes that are not the record they should be. Its reader sends them to the dead letters. */
public final class MalformedRecordException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final DeadLetter.Reason reason;

    /** Says what was found. */
    public MalformedRecordException(DeadLetter.Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    /** Says what was found, where nothing was thrown. */
    public MalformedRecordException(DeadLetter.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** The kind of fault. */
    public DeadLetter.Reason reason() {
        return reason;
    }

    /** What was found and what is allowed. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
