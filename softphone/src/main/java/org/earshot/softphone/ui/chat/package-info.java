/// A conversation in the window: its bubbles, what is typed, what is looked for in it, and the history that is fetched as somebody reads. Changes when people can do
/// something else in a conversation. Event dispatch thread. Start reading at [ConversationPanel]; [BubbleLayout] and what it needs is pure.
package org.earshot.softphone.ui.chat;
