using System.Globalization;
using System.Text;

namespace CometHooks.Proof.Hostility;

/// <summary>Deliveries with one to three changes in signature or body, from a seed; some changes change nothing that matters.</summary>
internal sealed class Mutations(int seed)
{
    private const string Odd = " ,=tv10aF\t-+/\u0660\u00e9\"";

    private readonly Random _random = new(seed);
    private int _made;

    public Signed Next()
    {
        var source = _random.GetItems(Bodies.Sources, 1)[0];

        // Far from the edge of what is too old: the oracle looks at its clock a little earlier.
        var fresh = Signed.Of(source, Bodies.Of(source, $"mutant{seed}x{++_made}"), _random.Next(10) == 0 ? (_random.Next(2) == 0 ? -1 : 1) * _random.Next(2_000, 100_000) : 0);
        var (signature, body) = (fresh.Signature, (byte[])fresh.Body.Clone());
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
        {
            if (_random.Next(10) < 7 && signature.Length > 0)
            {
                signature = Changed(signature);
            }
            else
            {
                body = Changed(body);
            }
        }

        return new Signed(source, signature, body);
    }

    private string Changed(string signature)
    {
        var parts = signature.Split(',');
        var at = _random.Next(signature.Length);
        return _random.Next(9) switch
        {
            0 => signature[..at] + (char)(signature[at] ^ (1 << _random.Next(5))) + signature[(at + 1)..],
            1 => signature.Remove(at, 1),
            2 => signature.Insert(at, Odd[_random.Next(Odd.Length)].ToString()),
            3 => $"{signature},{parts[_random.Next(parts.Length)]}",
            4 => string.Join(',', parts.Skip(1)),
            5 => string.Join(',', parts.Reverse()),
            6 => $"{signature},v1={new string('0', 64)}",
            7 => signature.ToUpperInvariant(),
            _ => $"{signature},t={_made.ToString(CultureInfo.InvariantCulture)}",
        };
    }

    private byte[] Changed(byte[] body)
    {
        if (body.Length == 0)
        {
            return "{}"u8.ToArray();
        }

        var at = _random.Next(body.Length);
        return _random.Next(4) switch
        {
            0 => [.. body[..at], (byte)(body[at] ^ (1 << _random.Next(8))), .. body[(at + 1)..]],
            1 => body[..at],
            2 => [.. Encoding.UTF8.Preamble, .. body],
            _ => [.. body, (byte)'\n'],
        };
    }
}
