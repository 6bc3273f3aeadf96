/// How whatever is in the window looks and is pressed: colours, signs, pictures, buttons, keys. Changes when all of the window is to look or to answer in another way.
/// Knows nothing of calls, chats and people. Event dispatch thread. Start reading at [Colours] and [Buttons].
package org.earshot.softphone.ui.look;
