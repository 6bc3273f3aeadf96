package org.earshot.server.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.regex.Pattern;

/// What is in a backup's folder.
///
/// @param form of this description
/// @param version of the Earshot that made it
/// @param domain whose data it is
/// @param takenAt when the database was copied, in UTC (ISO 8601)
/// @param database `h2` or `mysql`
/// @param parts every other file of the folder
public record Manifest(
        int form,
        String version,
        String domain,
        String takenAt,
        String database,
        List<Part> parts) {
    /// What this version writes. It reads older ones too: of form 1 the file of keys has keys only.
    public static final int FORM = 2;

    /// Its name in the folder.
    static final String NAME = "backup.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// No part leaves the folder.
    private static final Pattern SAFE =
            Pattern.compile(
                    "[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}(/[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}){0,4}");

    public Manifest {
        parts = List.copyOf(parts);
    }

    /// A file.
    ///
    /// @param name below the folder, with `/`
    /// @param size in bytes
    /// @param sha256 64 lower-case hex digits
    public record Part(String name, long size, String sha256) {}

    byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    static Manifest read(byte[] text) throws BackupFailedException {
        Manifest manifest;
        try {
            manifest = JSON.readValue(text, Manifest.class);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new BackupFailedException(NAME + " does not describe a backup", e);
        } catch (java.io.IOException e) {
            throw new BackupFailedException(NAME + " can't be read", e);
        }
        if (manifest == null || manifest.form() < 1 || manifest.form() > FORM) {
            throw new BackupFailedException(NAME + " is of another form: a newer Earshot made it");
        }
        for (Part part : manifest.parts()) {
            if (part.name() == null || !SAFE.matcher(part.name()).matches()) {
                throw new BackupFailedException(NAME + " names a file outside of the backup");
            }
        }
        return manifest;
    }
}
