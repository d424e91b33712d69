using System.Collections.Concurrent;
using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>Opens the connections of one database, and keeps those that read.</summary>
internal sealed class PostgresConnections : IDisposable
{
    private const int MostReaders = 8;

    // A hub that freezes within a transaction must not hold others up: then the server ends it, and nothing of it is kept.
    // A commit is on disk when it returns, whatever the server's default is.
    private const string Settings = "set synchronous_commit = on; set idle_in_transaction_session_timeout = '10s'; set lock_timeout = '15s'";

    private readonly ConcurrentBag<PostgresSession> _readers = [];
    private readonly NpgsqlDataSource _source;

    private PostgresConnections(NpgsqlConnectionStringBuilder settings, StoreCipher? cipher)
    {
        Cipher = cipher;
        Name = $"{settings.Database ?? settings.Username} at {settings.Host}";
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Seals and opens; null where no key is given.</summary>
    public StoreCipher? Cipher { get; }

    /// <summary>The database without its secrets, for messages.</summary>
    public string Name { get; }

    /// <summary>Connects to nothing yet. Throws <see cref="StoreRefusedException"/> where the options name no database.</summary>
    public static PostgresConnections Of(StoreOptions options)
    {
        const string Form = "Write it as Host=db;Database=comethooks;Username=comethooks;Password=…";
        return Parse(options.Connection) switch
        {
            null => throw new StoreRefusedException($"store.connection is not a connection. {Form}"),
            { Host: null or "" } => throw new StoreRefusedException($"store.connection names no host. {Form}"),
            var settings => new PostgresConnections(settings, StoreCipher.Of(options)),
        };
    }

    /// <summary>A connection of its own, set up for writing.</summary>
    public PostgresSession OpenWriter()
    {
        var session = new PostgresSession(_source.OpenConnection(), Cipher);
        try
        {
            session.Script(Settings);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>A connection of its own as it comes, for what is neither read nor written.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Reads within one view of the database.</summary>
    public T Read<T>(Func<SqlSession, T> read)
    {
        while (_readers.TryTake(out var kept))
        {
            try
            {
                return Read(kept, read);
            }
            catch (NpgsqlException) when (!kept.IsOpen)
            {
                // The server was restarted since: the others are lost with it.
            }
        }

        return Read(new PostgresSession(_source.OpenConnection(), Cipher), read);
    }

    private static NpgsqlConnectionStringBuilder? Parse(string connection)
    {
        try
        {
            // Details of errors quote what was to be kept, and errors are logged.
            var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Enlist = false, IncludeErrorDetail = false };
            settings.ApplicationName ??= "comethooks";
            return settings;
        }
        catch (ArgumentException)
        {
            // What it says may quote a part of the password.
            return null;
        }
    }

    private T Read<T>(PostgresSession session, Func<SqlSession, T> read)
    {
        try
        {
            session.Execute(SqlStatements.BeginReading);
            return read(session);
        }
        finally
        {
            session.RollBack();
            if (session.IsOpen && _readers.Count < MostReaders)
            {
                _readers.Add(session);
            }
            else
            {
                session.Dispose();
            }
        }
    }

    public void Dispose()
    {
        while (_readers.TryTake(out var session))
        {
            session.Dispose();
        }

        _source.Dispose();
    }
}
