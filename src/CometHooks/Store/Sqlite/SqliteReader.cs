using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store.Sqlite;

/// <summary>
/// The archive of a store that a hub may be writing: it reads beside the hub, keeps nobody waiting, and neither makes nor
/// changes a file.
/// </summary>
internal sealed class SqliteReader : SqlArchive
{
    private const int LockSeconds = 2;

    private readonly StoreCipher? _cipher;
    private readonly string _path;
    private readonly string _beside;
    private readonly string _alone;

    private SqliteReader(string path, StoreCipher? cipher, TimeProvider time)
        : base(time)
    {
        _cipher = cipher;
        _path = path;
        var uri = new Uri(path).AbsoluteUri;

        // The index of the WAL is mapped without writing to it. Where its owner died, SQLite reads the WAL into an index of its own.
        _beside = ConnectionString(uri + "?readonly_shm=1");

        // Nobody has it open, and there is no WAL: SQLite would make an empty one, unless it is told that nothing changes.
        _alone = ConnectionString(uri + "?immutable=1");
    }

    // The index of the WAL exists while a hub runs, and after one that died.
    private bool HasLog => File.Exists(_path + "-shm");

    /// <summary>Throws <see cref="StoreRefusedException"/> where there is no store of this build's schema.</summary>
    public static async Task<SqliteReader> OpenAsync(StoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new SqliteReader(Path.GetFullPath(options.Path), StoreCipher.Of(options), time);
        if (!File.Exists(reader._path))
        {
            throw new StoreRefusedException($"There is no store {reader._path}. Is store.path the one that the hub runs with, and relative to the same folder? The hub makes the store when it first starts.");
        }

        var version = await reader.ReadAsync(session => (int)session.One(SqliteStatements.SchemaVersion, row => row.GetInt64(0)), cancellationToken);
        if (version == SqliteSchema.Version)
        {
            await reader.ReadAsync(
                session =>
                {
                    SqlKeyMarks.Require(session, reader._cipher, reader._path);
                    return true;
                },
                cancellationToken);
            return reader;
        }

        throw new StoreRefusedException(
                $"The store {reader._path} has schema {version}, this build reads schema {SqliteSchema.Version}: {(version < SqliteSchema.Version ? "start this version's hub once, and it brings the store up to date." : "a newer version wrote it; use the commands of that version.")}");
    }

    protected override Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            while (true)
            {
                var hasLog = HasLog;
                if (!hasLog && File.Exists(_path + "-wal") && new FileInfo(_path + "-wal").Length > 0)
                {
                    throw new StoreRefusedException($"The store {_path} has a WAL, but {_path}-shm is missing: what is not in the database yet cannot be read. Start the hub with it once, or copy all three files.");
                }

                try
                {
                    var result = Read(hasLog ? _beside : _alone, read);

                    // A hub that started meanwhile may have written to what was taken for unchanging.
                    if (hasLog || !HasLog)
                    {
                        return result;
                    }
                }
                catch (SqliteException e) when (HasLog == hasLog)
                {
                    throw new StoreRefusedException($"The store {_path} cannot be read: {e.Message} Check the permissions of the files, and that they are an SQLite database.", e);
                }
                catch (SqliteException)
                {
                    // A hub started or stopped between the look and the opening: look again.
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        },
        cancellationToken);

    private T Read<T>(string connectionString, Func<SqlSession, T> read)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var session = new SqliteSession(connection, LockSeconds, _cipher);
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

    // Not pooled: a file that stays open keeps a hub that stops from tidying its WAL away.
    private static string ConnectionString(string uri) =>
        new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = LockSeconds }.ToString();
}
