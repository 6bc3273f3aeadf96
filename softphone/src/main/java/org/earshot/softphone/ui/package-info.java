/// The window: shows what the user agent tells, and forwards what the user does. The only package that knows Swing.
/// Everything here belongs to the event dispatch thread. Start reading at [PhoneWindow].
package org.earshot.softphone.ui;
