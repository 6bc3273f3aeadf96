/// The client of the server's account API by HTTPS (`docs/account-api.md`): knows no SIP and no window. `HttpsAccounts` is the door for an
/// account that is logged in, `HttpsEnrolment` for what comes before; `AccountClient` talks to the server.
package org.earshot.softphone.account;
