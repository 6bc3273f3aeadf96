/// Contacts out of files that other programs write: vCard 3.0 and 4.0 (RFC 2426, RFC 6350) and CSV (RFC 4180). Start reading at
/// [ContactFile].
package org.earshot.softphone.contactfile;
