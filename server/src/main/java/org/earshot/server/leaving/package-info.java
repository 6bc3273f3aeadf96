/// Taking somebody who has left out of everything but the record: `Anonymisation` does it step by step, `JdbcTraces` knows which tables
/// name people. `docs/decisions/0069` says why it is done so.
package org.earshot.server.leaving;
