/// Data sources, transactions and migrations: one schema and one SQL for H2 and MySQL/MariaDB.
package org.earshot.common.db;
