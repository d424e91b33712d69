using Microsoft.Data.Sqlite;

namespace CometHooks.Load.Servers;

/// <summary>Looks into a running hub's SQLite file, beside it.</summary>
internal sealed class StoreWatch : IDisposable
{
    // The newest numbers cost nothing: nothing is deleted, and no number is left out.
    private const string Look = """
        select
          (select coalesce(max(id), 0) from webhooks),
          (select coalesce(max(id), 0) from attempts),
          (select count(*) from webhooks where state = 'stored'),
          (select count(*) from conversions where state = 'pending' and due_at <= @now),
          (select count(*) from conversions where state = 'held' and due_at <= @now),
          (select count(*) from conversions where state = 'held' and due_at > @now)
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _look;

    public StoreWatch(string store)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        _connection.Open();
        _look = new SqliteCommand(Look, _connection);
        _look.Parameters.Add("@now", SqliteType.Integer);
        _look.Prepare();
    }

    public Backlog Now()
    {
        _look.Parameters[0].Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var row = _look.ExecuteReader();
        row.Read();
        return new Backlog(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5));
    }

    /// <summary>Attempts that ended in anything but a delivery.</summary>
    public int NotDelivered()
    {
        using var command = new SqliteCommand("select count(*) from attempts where outcome <> 'delivered'", _connection);
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What was posted.</summary>
    public IReadOnlyList<byte[]> Bodies(int most)
    {
        using var command = new SqliteCommand("select body from conversions where state = 'delivered' and body is not null limit @most", _connection);
        command.Parameters.AddWithValue("@most", most);
        using var row = command.ExecuteReader();
        var bodies = new List<byte[]>();
        while (row.Read())
        {
            bodies.Add(System.Text.Encoding.UTF8.GetBytes(row.GetString(0)));
        }

        return bodies;
    }

    public void Dispose()
    {
        _look.Dispose();
        _connection.Dispose();
    }
}

/// <param name="Webhooks">All that were accepted so far.</param>
/// <param name="Attempts">All deliveries whose result is committed.</param>
/// <param name="Stored">Webhooks that wait to be mapped.</param>
/// <param name="Due">Conversions that wait to be delivered, those under way included.</param>
/// <param name="Overdue">Conversions that were held and should have been set free.</param>
/// <param name="Held">Conversions that are held, as their rules say.</param>
internal sealed record Backlog(long Webhooks, long Attempts, int Stored, int Due, int Overdue, int Held)
{
    /// <summary>What somebody should have done by now.</summary>
    public int Waiting => Stored + Due + Overdue;
}
