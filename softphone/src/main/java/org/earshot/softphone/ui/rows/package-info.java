/// Lists whose rows are painted, and what their rows say of people, chats, calls and files. Changes when the lists of the window look otherwise or tell something else.
/// Event dispatch thread. [RowList] is the list, [Row] what a row says, [ChatRows] and [JournalRows] make them from the model. Start reading at [Row].
package org.earshot.softphone.ui.rows;
