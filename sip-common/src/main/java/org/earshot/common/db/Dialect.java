package org.earshot.common.db;

/// The little in which the databases differ.
public enum Dialect {
    H2,
    /// MySQL and MariaDB.
    MYSQL;

    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (url.startsWith("jdbc:mysql:")) {
            return MYSQL;
        }
        throw new DatabaseRefusedException(
                "database.url must begin with jdbc:h2:file: or jdbc:mysql:, or be memory");
    }
}
