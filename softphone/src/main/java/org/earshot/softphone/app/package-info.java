/// Puts the phone together: the only package that knows all others. Start reading at [PhoneMain].
package org.earshot.softphone.app;
