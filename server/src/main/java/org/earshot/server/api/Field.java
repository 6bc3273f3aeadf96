package org.earshot.server.api;

import java.util.Locale;

/// One thing that a request may say, and where it goes in the command that is carried out.
///
/// @param name in the request
/// @param where it stands there
/// @param into where it goes in the command
/// @param option of the command; "" where it goes elsewhere
record Field(
        String name,
        Where where,
        Into into,
        String option,
        Type type,
        boolean required,
        String description) {

    /// Where something stands in a request.
    enum Where {
        PATH,
        QUERY,
        BODY
    }

    /// Where something goes in a command.
    enum Into {
        /// What it is about.
        POSITIONAL,
        /// `--option=value`, for each value of a list.
        OPTION,
        /// `--option` where it is true.
        FLAG,
        /// Standard input; the option says that something comes there.
        INPUT
    }

    /// What it is.
    enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        LIST;

        /// As OpenAPI says it.
        String word() {
            return this == LIST ? "array" : name().toLowerCase(Locale.ROOT);
        }
    }
}
