using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Gathers what is known of a conversion: its own event, its siblings', and the identities that they lead to.</summary>
internal sealed class SqlEvidence(SqlSession session, SqlIdentities identities)
{
    /// <summary>The conversion as all that is known now makes it.</summary>
    /// <param name="conversionId">The conversion.</param>
    /// <param name="entryId">Its ledger entry.</param>
    /// <param name="isFinal">False: only whether it can go is asked.</param>
    public MergedEvidence Gather(long conversionId, long entryId, bool isFinal = true)
    {
        var rows = session.All(
            SqlStatements.Contributors,
            row => new Row(row.GetString(0), row.GetInt64(1), row.TextOrNull(2) ?? "", row.GetString(3), row.TextOrNull(4), row.GetInt64(5)),
            ("@entry_id", entryId),
            ("@id", conversionId));
        return EvidenceMerge.Merge([.. rows.Select(row => row.Contribution(conversionId)).OfType<Contribution>()], time => identities.Recall([.. rows.SelectMany(row => SqlRecall.Read(row.Recall))], time), isFinal);
    }

    /// <summary>The body is fixed: nothing is sought any more, and what was found was of use.</summary>
    public void Used(long entryId, MergedEvidence merged)
    {
        session.Execute(SqlStatements.DropSeekers, ("@entry_id", entryId));
        foreach (var id in merged.Recalled)
        {
            identities.Touch(id);
        }
    }

    private sealed record Row(string Event, long Webhook, string Type, string Rule, string? Recall, long Conversion)
    {
        // A sibling's event that cannot be read adds nothing; without its own there is no conversion.
        public Contribution? Contribution(long conversionId)
        {
            try
            {
                return new Contribution(CometlyEventJson.Read(Event), new EvidenceSource(Conversion == conversionId ? EvidenceSource.OwnEvent : "sibling event", Webhook, Type, Rule));
            }
            catch (JsonException) when (Conversion != conversionId)
            {
                return null;
            }
        }
    }
}
