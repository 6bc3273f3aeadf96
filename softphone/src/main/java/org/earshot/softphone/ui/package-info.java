/// The window: shows what the user agent tells, and forwards what the user does. With the packages below it the only place that knows Swing.
/// Here it is put together of what those have (decision 98), with the list of people and the pages of the settings. Everything here belongs to the event dispatch thread.
/// Start reading at [PhoneWindow].
package org.earshot.softphone.ui;
