using System.Security.Cryptography;
using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>Everything in one PostgreSQL database, which any number of hubs share.</summary>
internal sealed class PostgresStore : SqlStore
{
    private readonly PostgresConnections _connections;
    private readonly TimeProvider? _clock;
    private int _disposed;

    private PostgresStore(PostgresConnections connections, SqlWriters writers, byte[] instanceKey, TimeProvider time, TimeProvider? clock, ILogger logger)
        : base(writers, instanceKey, time, logger)
    {
        _connections = connections;
        _clock = clock;
        Budgets = new PostgresBudgets(writers.Delivery, clock);
        Mappings = new PostgresMappings(writers.Mapping, ActiveMappingsAsync);
        OtherHubs = new PostgresOtherHubs(connections, time, logger);
    }

    public override IBudgets Budgets { get; }

    public override ISharedMappings Mappings { get; }

    public override IOtherHubs OtherHubs { get; }

    public override TimeSpan TombstoneDelay { get; } = TimeSpan.FromSeconds(5);

    protected override StoreCipher? Cipher => _connections.Cipher;

    protected override bool IsClosing => Volatile.Read(ref _disposed) != 0;

    // Nobody frees the leases of a hub that died, so its conversions wait this long.
    protected override TimeSpan DeliveryLease { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Opens the database and brings its schema up to date. Throws <see cref="StoreRefusedException"/> where it cannot be used.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">This process's clock.</param>
    /// <param name="logger">Where failed commits are told, and what somebody should look at.</param>
    /// <param name="queue">How many writes of each kind may wait before new webhooks are refused.</param>
    /// <param name="clock">The clock of leases and due times; the database's own where none is given.</param>
    /// <param name="asItIs">For a command beside the hubs: the schema must be this build's already.</param>
    public static Task<PostgresStore> OpenAsync(
        StoreOptions options, TimeProvider time, ILogger logger, int queue = DefaultQueue, TimeProvider? clock = null, bool asItIs = false)
        => Task.Run(() =>
        {
            var connections = PostgresConnections.Of(options);
            try
            {
                byte[] instanceKey;
                IReadOnlyList<Tombstone> tombstones;
                using (var session = connections.OpenWriter())
                {
                    if (asItIs)
                    {
                        PostgresSchema.Require(PostgresSchema.VersionOf(session), connections.Name);
                    }
                    else
                    {
                        PostgresSchema.Apply(session, connections.Name);
                    }

                    SqlKeyMarks.Require(session, connections.Cipher, connections.Name);
                    SqlKeyMarks.Note(session, connections.Cipher);
                    session.Execute(SqlStatements.AddInstance, ("@key", RandomNumberGenerator.GetBytes(32)), ("@now", SqlValues.Ms(time.GetUtcNow())));
                    instanceKey = session.One(SqlStatements.FindInstance, row => row.Bytes(0))!;
                    tombstones = SqlTombstones.All(session);
                }

                var writers = new SqlWriters(new PostgresWriter(connections, queue, logger), new PostgresWriter(connections, queue, logger), new PostgresWriter(connections, queue, logger));
                var opened = new PostgresStore(connections, writers, instanceKey, time, clock, logger);
                opened.Remember(tombstones);
                return opened;
            }
            catch (Exception e)
            {
                connections.Dispose();
                if (e is NpgsqlException)
                {
                    throw new StoreRefusedException($"The store {connections.Name} cannot be opened: {e.Message} Check store.connection, that the server runs, and that the user may create tables.", e);
                }

                throw;
            }
        });

    public override Task<IReadOnlyDictionary<string, string>> ActiveMappingsAsync(CancellationToken cancellationToken) => ReadAsync(PostgresMappings.Active, cancellationToken);

    /// <summary>Finishes what waits, and closes the connections.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Writers.DisposeAsync();
            _connections.Dispose();
        }
    }

    protected override DateTimeOffset Now(SqlSession session) => _clock?.GetUtcNow() ?? ((PostgresSession)session).Now;

    protected override void Lease(SqlSession session, string statement, IReadOnlyList<long> ids, DateTimeOffset until)
    {
        if (ids.Count > 0)
        {
            var all = ReferenceEquals(statement, SqlStatements.LeaseWebhook) ? PostgresStatements.LeaseWebhooks : PostgresStatements.LeaseConversions;
            session.Execute(all, ("@until", SqlValues.Ms(until)), ("@ids", ids.ToArray()));
        }
    }

    protected override Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) => Task.Run(() => _connections.Read(read), cancellationToken);
}
