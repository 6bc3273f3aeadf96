/// What presence is kept in: publications, subscriptions, rules and contact lists, in memory and by JDBC. The state of an
/// address itself is kept nowhere: it is composed from these.
package org.earshot.registrar.presence.store;
