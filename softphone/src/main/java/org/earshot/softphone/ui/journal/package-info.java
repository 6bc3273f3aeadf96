/// Calls and files as the window lists them: those that are over, files on their way, who has called in vain, and the voice mailbox. Changes when something else is to be told
/// of them. Event dispatch thread. Start reading at [JournalPages] and [FilesPanel].
package org.earshot.softphone.ui.journal;
