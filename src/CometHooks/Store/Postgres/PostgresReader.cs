using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>The archive of a database that hubs may be writing: every read is a transaction that cannot write.</summary>
internal sealed class PostgresReader : SqlArchive
{
    private readonly PostgresConnections _connections;

    private PostgresReader(PostgresConnections connections, TimeProvider time)
        : base(time)
        => _connections = connections;

    /// <summary>Throws <see cref="StoreRefusedException"/> where there is no store of this build's schema.</summary>
    public static async Task<PostgresReader> OpenAsync(StoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new PostgresReader(PostgresConnections.Of(options), time);
        var version = await reader.ReadAsync(PostgresSchema.VersionOf, cancellationToken);
        PostgresSchema.Require(version, reader._connections.Name);
        await reader.ReadAsync(
            session =>
            {
                SqlKeyMarks.Require(session, reader._connections.Cipher, reader._connections.Name);
                return true;
            },
            cancellationToken);
        return reader;
    }

    public override Task<IReadOnlyDictionary<string, string>> ActiveMappingsAsync(CancellationToken cancellationToken) => ReadAsync(PostgresMappings.Active, cancellationToken);

    protected override Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return _connections.Read(read);
            }
            catch (NpgsqlException e)
            {
                throw new StoreRefusedException($"The store {_connections.Name} cannot be read: {e.Message} Check store.connection, and that the server runs.", e);
            }
        },
        cancellationToken);
}
