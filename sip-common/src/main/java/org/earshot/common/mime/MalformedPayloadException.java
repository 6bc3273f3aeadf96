package org.earshot.common.mime;

/// A body that is not what its Content-Type says, or is larger than we take. Whoever got it in a request answers 400
/// (or 415 or 413 where an RFC says so). The reason is for a log: it holds no content.
public final class MalformedPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedPayloadException(String reason) {
        super(reason, null, false, false);
    }
}
