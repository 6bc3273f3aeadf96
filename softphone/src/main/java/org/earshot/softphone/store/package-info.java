/// What a phone keeps of its conversations, in an H2 file of its data folder: nothing listens, and what was told to be
/// kept is on stable storage. Start reading at [JdbcMessageStore].
package org.earshot.softphone.store;
