/// What could carry words past the record: chat inside calls, text in bodies that are no message, encryption that the
/// server can't read. Pure; who refuses stands in the packages that use it.
package org.earshot.proxy.channel;
