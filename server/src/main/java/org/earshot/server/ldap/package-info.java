/// The organisation's directory: LDAP (RFC 4511) asked, what it says compared with the accounts there are, and what follows done.
package org.earshot.server.ldap;
