/// Files that set up other people's phones. Pure: `PhoneFile` writes one, of what `PhoneSettings` says. `docs/decisions/0070` says which formats
/// there are, and where they are known from.
package org.earshot.server.provision;
