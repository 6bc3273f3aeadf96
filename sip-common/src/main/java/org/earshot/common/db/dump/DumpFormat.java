package org.earshot.common.db.dump;

/// How a dump is written, compressed by gzip: the first line; how many migrations, and each; then items, each with its tag. Numbers are
/// big-endian, texts UTF-8 behind their length in bytes. At its end it says how many tables and rows it has.
final class DumpFormat {
    static final String FIRST_LINE = "earshot-dump 1\n";

    static final int TABLE = 'T';
    static final int ROW = 'R';
    static final int END = 'E';

    static final int NULL = 0;
    static final int NUMBER = 1;
    static final int TEXT = 2;
    static final int BYTES = 3;

    /// Bytes; the largest that a column of ours takes is 16 MB.
    static final int LONGEST_VALUE = 1 << 26;

    static final int LONGEST_NAME = 64;
    static final int MOST_VERSIONS = 10_000;
    static final int BUFFER = 1 << 16;

    private DumpFormat() {}
}
