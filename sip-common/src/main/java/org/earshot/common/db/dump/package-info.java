/// A database's rows as a file: no statements, only names and values, so that it is read as strictly as anything from outside. Knows no
/// database; read [DumpReader] first.
package org.earshot.common.db.dump;
