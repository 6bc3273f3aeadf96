/// What people do for themselves by their phones: sign up, change password, name and picture, look into the directory, see to their devices.
/// By HTTP, `docs/account-api.md`; `PeopleApi` is the door, `People` does it.
package org.earshot.server.people;
