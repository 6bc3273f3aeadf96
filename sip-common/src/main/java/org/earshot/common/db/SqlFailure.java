package org.earshot.common.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// What an SQL error means for who asked. The codes are H2's (`ErrorCode`) and MySQL's.
public enum SqlFailure {
    /// Others were in the way: the same transaction may succeed when it runs again.
    CONFLICT,
    /// The database can't be reached or can't write now.
    UNAVAILABLE,
    /// The statement or a value is wrong.
    WRONG;

    private static final Set<Integer> H2_CONFLICTS =
            Set.of(
                    40001, // deadlock
                    50200, // lock timeout
                    90131); // concurrent update
    private static final Set<Integer> H2_UNAVAILABLE =
            Set.of(
                    90007, // object closed
                    90013, // not found
                    90020, // open in another process
                    90028, // I/O
                    90030, // corrupted
                    90031, // I/O
                    90108, // out of memory
                    90098, // closed
                    90121, // closed by shutdown
                    90146); // no such file
    private static final Set<Integer> MYSQL_CONFLICTS =
            Set.of(
                    1020, // record has changed (MariaDB, snapshot isolation)
                    1205, // lock wait timeout
                    1213, // deadlock, and Galera's certification failure
                    1412); // tables were changed after the transaction's moment
    private static final Set<Integer> MYSQL_UNAVAILABLE =
            Set.of(
                    1021, // disk full
                    1026, 1030, 1180, // the storage engine failed
                    1037, 1038, 1041, 1206, // out of memory
                    1040, // too many connections
                    1044, 1045, // access denied
                    1049, // no such schema
                    1047, // Galera: not ready
                    1053, // shutdown
                    1114, // table full
                    1129, 1130, // host blocked
                    1203, 1226, // limits of the user
                    1290, 1836, // read only
                    1317, // interrupted
                    1927, // connection killed
                    3024); // statement timeout

    /// Whether a row was there already (SQLSTATE class 23), or another of its rules forbids it; also within a batch.
    public static boolean isDuplicate(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("23");
    }

    /// What to do about it.
    public static SqlFailure of(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                SqlFailure one = ofOne(sql);
                if (one != WRONG) {
                    return one;
                }
            }
        }
        return WRONG;
    }

    private static SqlFailure ofOne(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        int code = failure.getErrorCode();
        if (state.equals("40001")
                || H2_CONFLICTS.contains(code)
                || MYSQL_CONFLICTS.contains(code)) {
            return CONFLICT;
        }
        if (failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("28")
                || H2_UNAVAILABLE.contains(code)
                || MYSQL_UNAVAILABLE.contains(code)) {
            return UNAVAILABLE;
        }
        return WRONG;
    }
}
