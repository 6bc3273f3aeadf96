package org.earshot.common.db.dump;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What a dump consists of: tables, each followed by its rows.
public sealed interface DumpItem {
    /// As all names of ours are: such a one can stand in a statement.
    Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /// A table.
    ///
    /// @param columns their names, none twice
    /// @param nextNumber the least that it gives to a new row; 0: it numbers none
    record Table(String name, List<String> columns, long nextNumber) implements DumpItem {
        static final int MOST_COLUMNS = 1000;

        /// @throws IllegalArgumentException if that is no table of ours
        public Table {
            columns = List.copyOf(columns);
            if (!isName(name) || !columns.stream().allMatch(DumpItem::isName)) {
                throw new IllegalArgumentException("a name that is none");
            }
            if (columns.isEmpty()
                    || columns.size() > MOST_COLUMNS
                    || new HashSet<>(columns).size() < columns.size()) {
                throw new IllegalArgumentException(columns.size() + " columns");
            }
            if (nextNumber < 0) {
                throw new IllegalArgumentException("next number " + nextNumber);
            }
        }
    }

    /// A row of the last table.
    ///
    /// @param values `null`, `Long`, `String` or `byte[]`, in the order of the columns; the receiver's
    @SuppressWarnings("ArrayRecordComponent") // many millions, each used once
    record Row(Object[] values) implements DumpItem {
        /// Its content is nobody's business.
        @Override
        public String toString() {
            return "Row[" + values.length + "]";
        }
    }

    /// Whether a table or a column of ours may be called so.
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
