/// What the window shows, without the window: calls, conversations, people's names, what is over. Made from the user agent's events and asked by whatever is painted;
/// knows no component. Changes when the user agent tells something else. Event dispatch thread. Start reading at [PhoneModel].
package org.earshot.softphone.ui.model;
