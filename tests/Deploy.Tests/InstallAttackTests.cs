namespace BloxOs.Deploy.Tests;

/// <summary>The installer with an attacker in the agent's folders.</summary>
public sealed class InstallAttackTests(AgentBuilds builds, SharedServer shared) : InstalledRig(builds, shared)
{
    /// <summary>The folders belong to the agent's user: one who has taken the agent over must not get from there to root, whenever he puts his links.</summary>
    [Fact, Trait("check", "43")]
    public async Task Root_follows_no_link_that_the_agents_user_puts_into_his_folders()
    {
        var (status, output) = await InstallAsync("bxr_first");
        Assert.True(status == 0, output);
        (status, output) = await Rig.RunAsync($$"""
            echo secret > /root/victim; chmod 600 /root/victim
            cat > /tmp/attack << 'END'
            cd /
            while :; do
              for folder in /opt/bloxos-agent /var/lib/bloxos-agent; do
                for name in bloxos-agent token code; do ln -sfn /root/victim "$folder/$name"; done
                for file in "$folder"/*.??????; do ln -sfn /root/victim "$file"; done
              done
            done 2> /dev/null
            END
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups sh /tmp/attack &
            for turn in 1 2 3 4 5; do
              { curl -fsSL {{Server.Url}}/install.sh && echo bxr_again; } | bash -s -- {{Server.Url}} > /dev/null 2>&1 || true
            done
            kill $!
            stat -c '%U:%G %a' /root/victim; cat /root/victim
            """);
        Assert.Equal("root:root 600\nsecret\n", output);
        // When he is gone everything is put right again.
        (status, output) = await Rig.RunAsync($"rm -f /opt/bloxos-agent/* {State}/*; {{ curl -fsSL {Server.Url}/install.sh && echo bxr_again; }} | bash -s -- {Server.Url}");
        Assert.True(status == 0, output);
        Assert.Equal("bxr_again", await File.ReadAllTextAsync(Rig.At(State + "/token"), Cancellation));
    }
}
