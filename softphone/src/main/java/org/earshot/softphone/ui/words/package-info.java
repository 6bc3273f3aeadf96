/// What the window says, in the user's language: changes when something is said in other words, or in another language. Knows no component and no state of the
/// phone; everything here is pure and for any thread. [Texts] has the words of the window itself, [Why] what others gave as a reason. Start reading at [Texts].
package org.earshot.softphone.ui.words;
