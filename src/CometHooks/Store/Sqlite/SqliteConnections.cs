using System.Globalization;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CometHooks.Store.Sqlite;

/// <summary>Opens the connections of one database, each set up for its job.</summary>
internal sealed class SqliteConnections
{
    // How long a statement waits for a lock of another process, a backup for example. Shorter than a webhook's answer may take.
    private const int LockSeconds = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    // Whoever has a connection beside the writer's is within it.
    private readonly ReaderWriterLock _beside = new();
    private readonly StoreCipher? _cipher;
    private readonly string _writing;
    private readonly string _reading;

    static SqliteConnections()
    {
        // Before SQLite's first use. Its statistics of memory take a lock of the whole process at each allocation, and
        // nobody reads them. Where SQLite is in use already it refuses, and that is no harm.
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private SqliteConnections(string name, bool inMemory, StoreCipher? cipher)
    {
        _cipher = cipher;
        Name = name;
        InMemory = inMemory;
        _writing = new SqliteConnectionStringBuilder { DataSource = name, Pooling = false, DefaultTimeout = LockSeconds }.ToString();
        _reading = new SqliteConnectionStringBuilder { DataSource = name, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = LockSeconds }.ToString();
    }

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>One connection is all there is: what reads must ask the writer, and it cannot be opened anew.</summary>
    public bool InMemory { get; }

    public bool CanReopen => !InMemory;

    public static SqliteConnections ToFile(string path, StoreCipher? cipher = null) => new(path, inMemory: false, cipher);

    public static SqliteConnections ToMemory() => new(":memory:", inMemory: true, cipher: null);

    /// <summary>The connection of the writer.</summary>
    public SqliteSession OpenWriter()
    {
        var session = Open(_writing);
        if (InMemory)
        {
            session.Script("pragma journal_mode = memory; pragma synchronous = off;");
            return session;
        }

        // page_size counts only before the first table, and only before the journal becomes a WAL.
        // FULL: a commit is on disk when it returns. Checkpoints are SqliteCheckpoints' job, never a commit's.
        // secure_delete: what is deleted or replaced is overwritten in its page. Not only while something is erased: what an
        // earlier change left behind could not be found any more.
        session.Script("pragma page_size = 16384; pragma secure_delete = on; pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma cache_size = -65536; pragma temp_store = memory;");
        return session;
    }

    /// <summary>
    /// Closes all connections without moving the WAL, and opens the writer's again: SQLite then reads the WAL anew, and has
    /// moved nothing of it. False: somebody reads for too long.
    /// </summary>
    /// <param name="writer">The writer's; null where it is closed and could not be opened.</param>
    public bool TryBeginAnew(ref SqliteSession? writer)
    {
        try
        {
            _beside.AcquireWriterLock(LongestWait);
        }
        catch (ApplicationException)
        {
            return false;
        }

        try
        {
            writer?.LeaveLog();
            writer?.Dispose();
            writer = null;
            Close();
            writer = OpenWriter();
            return true;
        }
        finally
        {
            _beside.ReleaseWriterLock();
        }
    }

    /// <summary>Moves the WAL into the database beside the writer.</summary>
    public T Move<T>(Func<SqlSession, T> move)
    {
        _beside.AcquireReaderLock(Timeout.Infinite);
        try
        {
            using var session = Open(_writing);
            session.LeaveLog();
            session.Script("pragma synchronous = full; pragma wal_autocheckpoint = 0;");
            return move(session);
        }
        finally
        {
            _beside.ReleaseReaderLock();
        }
    }

    /// <summary>Reads over a pooled connection that cannot write, all of it as of one moment.</summary>
    public T Read<T>(Func<SqlSession, T> read)
    {
        _beside.AcquireReaderLock(Timeout.Infinite);
        try
        {
            using var session = Open(_reading);
            session.Execute(SqlStatements.BeginReading);
            try
            {
                return read(session);
            }
            finally
            {
                session.RollBack();
            }
        }
        finally
        {
            _beside.ReleaseReaderLock();
        }
    }

    /// <summary>Lets go of the pooled connections, so that the last one to close can tidy the WAL away.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    public static string? CodeOf(Exception failure)
        => failure is SqliteException { SqliteExtendedErrorCode: var code } ? code.ToString(CultureInfo.InvariantCulture) : null;

    private SqliteSession Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return new SqliteSession(connection, LockSeconds, _cipher);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
