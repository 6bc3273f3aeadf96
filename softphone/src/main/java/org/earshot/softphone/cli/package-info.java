/// The phone on a terminal: one command a line in, one JSON object a line out. Start reading at [PhoneCli].
package org.earshot.softphone.cli;
