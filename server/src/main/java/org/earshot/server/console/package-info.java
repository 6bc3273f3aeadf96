/// The console in the browser: files that the class path has, and nothing else. What it shows and does comes by
/// [org.earshot.server.api.AdminApi].
package org.earshot.server.console;
