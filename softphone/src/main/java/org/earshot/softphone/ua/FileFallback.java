package org.earshot.softphone.ua;

import javax.sip.message.Response;

/// Whether a file that nobody took directly may be left for them at the server. Pure.
final class FileFallback {
    private FileFallback() {}

    /// @param status of the answer to the INVITE, or what stands for one that did not come
    /// @return false where a person, or somebody's rules, said no, and where it may be otherwise in a moment
    static boolean applies(int status) {
        return switch (status) {
            // nobody is there, or nobody decides
            case Response.NOT_FOUND,
                    Response.REQUEST_TIMEOUT,
                    Response.GONE,
                    430,
                    Response.TEMPORARILY_UNAVAILABLE,
                    Response.DOES_NOT_EXIST_ANYWHERE ->
                    true;
            // a phone that carries no files, or only calls, and is in one
            case Response.METHOD_NOT_ALLOWED,
                    Response.NOT_ACCEPTABLE,
                    Response.UNSUPPORTED_MEDIA_TYPE,
                    Response.BAD_EXTENSION,
                    Response.BUSY_HERE,
                    Response.NOT_ACCEPTABLE_HERE,
                    Response.NOT_IMPLEMENTED,
                    Response.SESSION_NOT_ACCEPTABLE ->
                    true;
            default -> false;
        };
    }
}
