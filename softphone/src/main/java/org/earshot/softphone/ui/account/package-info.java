/// One's own account in the window: logging in, signing up, by a link or not; password, picture, phones that use it; and the pictures that others have. Changes when an account
/// has something else. Event dispatch thread where nothing else is said. Start reading at [LogInPanel]; [EnrolDialog] makes an account, [AccountPanel] looks after it.
package org.earshot.softphone.ui.account;
