using System.Text.Json;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IHolding
{
    public async Task<ReleasedHeld> ReleaseDueAsync(int most, CancellationToken cancellationToken)
    {
        // Asked every second: what only reads costs no commit.
        var next = await ReadAsync(session => session.One(SqlStatements.NextHeld, row => row.TimeOrNull(0)), cancellationToken);
        if (next is null || next > _time.GetUtcNow())
        {
            return new ReleasedHeld(0, [], next);
        }

        var (released, rejected) = await Writer.RunAsync(session => ReleaseDue(session, most), cancellationToken);
        NamesNobody(rejected);
        return released;
    }

    public Task<int> ForgetIdentitiesAsync(DateTimeOffset unusedSince, int most, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                var unused = session.All(SqlStatements.UnusedIdentities, row => row.GetInt64(0), ("@since", SqlValues.Ms(unusedSince)), ("@most", most));
                unused.ForEach(Identities(session).Drop);
                return unused.Count;
            },
            cancellationToken);

    public Task<int> EraseIdentitiesAsync(string email, CancellationToken cancellationToken)
        => Writer.RunAsync(session => Identities(session).Erase(email), cancellationToken);

    private SqlIdentities Identities(SqlSession session) => new(session, _instanceKey, _time.GetUtcNow());

    // Said after the commit, as everything is.
    private void NamesNobody(IReadOnlyList<long> conversions)
    {
        foreach (var conversion in conversions)
        {
            Log.NamesNobody(_logger, conversion);
        }
    }

    private (ReleasedHeld Released, IReadOnlyList<long> Rejected) ReleaseDue(SqlSession session, int most)
    {
        var now = _time.GetUtcNow();
        var holding = new SqlHolding(session, Identities(session), now);
        var due = session.All(SqlStatements.DueHeld, row => row.GetInt64(0), ("@now", SqlValues.Ms(now)), ("@most", most));
        var destinations = due.Select(Release).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        // One row that cannot be read must not keep all others waiting: its claim says what is wrong with it.
        string? Release(long id)
        {
            try
            {
                return holding.Release(id);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                session.Execute(SqlStatements.GoUnseen, ("@now", SqlValues.Ms(now)), ("@id", id));
                return null;
            }
        }

        return (new ReleasedHeld(due.Count, destinations, session.One(SqlStatements.NextHeld, row => row.TimeOrNull(0))), holding.Rejected);
    }
}
