namespace CometHooks.Tests.Store;

public sealed class SqliteInboxTests() : InboxContract(new SqliteFile());

public sealed class SqliteOutboxTests() : OutboxContract(new SqliteFile());

public sealed class SqliteLedgerTests() : LedgerContract(new SqliteFile());

public sealed class SqliteEvidenceTests() : EvidenceContract(new SqliteFile());

public sealed class SqliteSiblingsTests() : SiblingsContract(new SqliteFile());

public sealed class SqliteReadinessTests() : ReadinessContract(new SqliteFile());

public sealed class SqliteRecordsTests() : RecordsContract(new SqliteFile());

public sealed class SqliteAccessTests() : AccessContract(new SqliteFile());

public sealed class SqliteListsTests() : ListsContract(new SqliteFile());

public sealed class SqliteErasureTests() : ErasureContract(new SqliteFile());

public sealed class SqliteRetentionTests() : RetentionContract(new SqliteFile());

public sealed class SqliteOverviewTests() : OverviewContract(new SqliteFile());

public sealed class SqliteAlertsTests() : AlertsContract(new SqliteFile());

public sealed class SqliteReplaysTests() : ReplaysContract(new SqliteFile());

public sealed class SqliteMemoryInboxTests() : InboxContract(new SqliteMemory());

public sealed class SqliteMemoryOutboxTests() : OutboxContract(new SqliteMemory());

public sealed class SqliteMemoryLedgerTests() : LedgerContract(new SqliteMemory());

public sealed class SqliteMemoryEvidenceTests() : EvidenceContract(new SqliteMemory());

public sealed class SqliteMemorySiblingsTests() : SiblingsContract(new SqliteMemory());

public sealed class SqliteMemoryReadinessTests() : ReadinessContract(new SqliteMemory());

public sealed class SqliteMemoryRecordsTests() : RecordsContract(new SqliteMemory());

public sealed class SqliteMemoryReplaysTests() : ReplaysContract(new SqliteMemory());
