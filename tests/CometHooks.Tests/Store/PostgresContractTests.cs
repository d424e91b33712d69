namespace CometHooks.Tests.Store;

public sealed class PostgresInboxTests(PostgresForTests server) : InboxContract(new PostgresDatabase(server));

public sealed class PostgresOutboxTests(PostgresForTests server) : OutboxContract(new PostgresDatabase(server));

public sealed class PostgresLedgerTests(PostgresForTests server) : LedgerContract(new PostgresDatabase(server));

public sealed class PostgresEvidenceTests(PostgresForTests server) : EvidenceContract(new PostgresDatabase(server));

public sealed class PostgresSiblingsTests(PostgresForTests server) : SiblingsContract(new PostgresDatabase(server));

public sealed class PostgresReadinessTests(PostgresForTests server) : ReadinessContract(new PostgresDatabase(server));

public sealed class PostgresRecordsTests(PostgresForTests server) : RecordsContract(new PostgresDatabase(server));

public sealed class PostgresAccessTests(PostgresForTests server) : AccessContract(new PostgresDatabase(server));

public sealed class PostgresListsTests(PostgresForTests server) : ListsContract(new PostgresDatabase(server));

public sealed class PostgresErasureTests(PostgresForTests server) : ErasureContract(new PostgresDatabase(server));

public sealed class PostgresRetentionTests(PostgresForTests server) : RetentionContract(new PostgresDatabase(server));

public sealed class PostgresOverviewTests(PostgresForTests server) : OverviewContract(new PostgresDatabase(server));

public sealed class PostgresAlertsTests(PostgresForTests server) : AlertsContract(new PostgresDatabase(server));

public sealed class PostgresReplaysTests(PostgresForTests server) : ReplaysContract(new PostgresDatabase(server));
