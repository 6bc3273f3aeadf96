/// The demonstration: a server and two phones as three processes, and what was measured. Start reading at
/// [Demo].
package org.earshot.softphone.app.demo;
