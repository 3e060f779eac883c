import { hashed } from '../style.ts'

/**
 * What the page of the pretended phone does: an app's part of the protocol in `docs/phones.md`. What an app would keep in
 * its keychain is kept for as long as the tab lives.
 */
export const phoneScript = `(function(){
var keptAs='tellus-phone'
var phone=JSON.parse(sessionStorage.getItem(keptAs)||'null'),last=null,totals={}
var $=function(id){return document.getElementById(id)}
var form=$('connect')

function begin(){
  var token=new URLSearchParams(location.hash.slice(1)).get('token')
  if(token){phone=null;form.elements.token.value=token;history.replaceState(null,'',location.pathname)}
  form.hidden=phone!==null
  form.addEventListener('submit',function(event){event.preventDefault();during(connect)})
  document.querySelectorAll('[data-act]').forEach(function(button){
    button.addEventListener('click',function(){during(acts[button.getAttribute('data-act')])})})
  if(phone)showPhone('This tab is connected already.')
}

/** Runs one thing at a time, and says what went wrong. */
async function during(act){
  var buttons=document.querySelectorAll('button')
  buttons.forEach(function(button){button.disabled=true})
  say('')
  try{await act()}
  catch(error){
    say(error.message,true)
    if(phone&&(error.status===401||error.status===410))forget()
  }
  // What came of it may stand above or below what a phone shows.
  var place=$('said').textContent||!phone?$('said'):$('connected')
  place.scrollIntoView({block:place===$('said')?'center':'start'})
  buttons.forEach(function(button){button.disabled=false})
}

async function call(method,path,body){
  var headers={},text=body===undefined?undefined:JSON.stringify(body),packed=text
  if(phone)headers.authorization='Bearer '+phone.token
  if(text!==undefined)headers['content-type']='application/json'
  if(phone&&text!==undefined&&window.CompressionStream){
    headers['content-encoding']='gzip'
    packed=await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob()
  }
  var answer=await fetch(path,{method:method,headers:headers,body:packed,cache:'no-store'}).catch(function(){
    throw new Error('The server cannot be reached. An app keeps the batch and tries again later.')})
  var told=await answer.text(),read=null
  try{read=JSON.parse(told)}catch(none){}
  if(path.indexOf('/ingest/try/')!==0)showRequest(method,path,headers,body,answer.status,read)
  if(answer.ok)return read
  var failure=new Error(read&&read.message||'The server answered '+answer.status+'.')
  failure.status=answer.status
  throw failure
}

async function connect(){
  var chosen=Object.fromEntries(new FormData(form))
  var asked={token:chosen.token.trim(),platform:chosen.platform,app:'tellus.try/1',device:{model:navigator.platform||'browser'}}
  if(chosen.reference)asked.reference_id=chosen.reference
  var made=await call('POST','/ingest/connect',asked)
  form.elements.token.value=''
  phone={token:made.ingest_token,userId:made.user_id,platform:chosen.platform,person:chosen.person,days:chosen.days}
  sessionStorage.setItem(keptAs,JSON.stringify(phone))
  form.hidden=true
  showPhone('')
  await upload()
}

var held=null
/** What the phone holds, in batches, the newest day first. */
async function heldBatches(){
  if(held===null)held=(await call('GET','/ingest/try/sample?'+new URLSearchParams({platform:phone.platform,person:phone.person,days:phone.days}))).batches
  return held
}
/** A batch of its own with the envelope of another and nothing in it. */
function emptyBatch(like){
  return {schema:like.schema,batch_id:crypto.randomUUID(),platform:like.platform,phase:'incremental',sent_at:new Date().toISOString(),device:like.device}
}

async function upload(){
  var batches=await heldBatches()
  count(null)
  for(var at=0;at<batches.length;at++){
    lead('Batch '+(at+1)+' of '+batches.length+' …',at,batches.length)
    await send(Object.assign({},batches[at],{batch_id:crypto.randomUUID()}))
  }
  lead(batches.length===1?'One batch was taken.':batches.length+' batches were taken, a day each.',1,1)
}
async function send(batch){
  last=batch
  count(await call('POST','/ingest/batches',batch))
}
async function sendOne(fill,sentence){
  var batches=await heldBatches(),part='workouts',from=batches.find(function(one){return (one.workouts||[]).length>0})
  if(!from){part='samples';from=batches.find(function(one){return (one.samples||[]).length>0})}
  if(!from)throw new Error('This phone holds nothing to do that with.')
  var batch=emptyBatch(from)
  fill(batch,part,from[part][0])
  count(null)
  await send(batch)
  lead(sentence,1,1)
}
/** Where each platform has the name of a thing. */
function idOf(item){return item.id||item.uid||item.metadata.id}
function brokenOf(item){
  var copy=JSON.parse(JSON.stringify(item)),fresh=crypto.randomUUID()
  if(copy.metadata&&copy.metadata.id)copy.metadata.id=fresh
  else if(copy.uid)copy.uid=fresh
  else copy.id=fresh
  ;['start','startTime','time'].forEach(function(name){if(name in copy)copy[name]='yesterday'})
  return copy
}

var acts={
  again:upload,
  repeat:async function(){
    if(!last)throw new Error('Nothing was uploaded since this page was opened: upload all of it first.')
    count(null)
    await send(last)
    lead('The same answer came again; nothing else happened.',1,1)
  },
  delete:function(){
    return sendOne(function(batch,part,item){
      batch.deleted=[{id:idOf(item)}]
      if(item.type)batch.deleted[0].type=item.type
    },'It was deleted.')
  },
  bad:function(){
    return sendOne(function(batch,part,item){batch[part]=[item,brokenOf(item)]},'The batch was taken, but for what is refused below.')
  },
  state:async function(){
    var state=await call('GET','/ingest/state'),kinds=Object.keys(state.types).length
    say('The server knows '+kinds+(kinds===1?' type':' types')+' of this phone. The answer is below.')
  },
  leave:async function(){
    await call('DELETE','/ingest/connection')
    forget()
    say('The phone is disconnected. A new token connects it again.')
  }
}

function forget(){
  phone=null;held=null;last=null;totals={}
  sessionStorage.removeItem(keptAs)
  $('connected').hidden=true
  form.hidden=false
}
function showPhone(sentence){
  var named=form.querySelector('[value='+phone.platform+']').parentNode.textContent.trim()
  $('connected').hidden=false
  $('whose').textContent=named+' is connected'
  $('user').textContent=phone.userId
  $('user-link').href='/users/'+phone.userId
  $('events-link').href='/events?user_id='+phone.userId
  $('counts').hidden=true
  $('refused').textContent=''
  lead(sentence,0,1)
}
function say(sentence,isBad){$('said').textContent=sentence;$('said').className=isBad?'bad':''}
function lead(sentence,done,all){$('lead').textContent=sentence;$('progress').value=done;$('progress').max=all}

/** Adds an answer to the table; null begins it anew. */
function count(answer){
  if(answer===null){totals={};$('refused').textContent=''}
  else{
    Object.keys(answer.types).forEach(function(type){add(type,answer.types[type])})
    answer.rejected.forEach(function(one){
      var line=document.createElement('li')
      line.textContent=(one.type?short(one.type)+': ':'')+one.reason
      $('refused').append(line)
    })
  }
  draw()
}
var columns=['accepted','duplicates','deleted','rejected']
function add(type,counts){
  var sum=totals[type]=totals[type]||{}
  columns.forEach(function(column){sum[column]=(sum[column]||0)+(counts[column]||0)})
}
function draw(){
  var body=$('counts').tBodies[0],types=Object.keys(totals).sort(function(a,b){return short(a)<short(b)?-1:1}),all={}
  body.textContent=''
  types.forEach(function(type){row(body,short(type),totals[type]);columns.forEach(function(column){all[column]=(all[column]||0)+totals[type][column]})})
  if(types.length>1)row(body,'All',all)
  $('counts').hidden=types.length===0
}
function row(body,name,counts){
  var line=body.insertRow(),head=document.createElement('th')
  head.scope='row'
  // Long names break between their words.
  name.split(/(?=[A-Z][a-z])/).forEach(function(word,at){if(at>0)head.append(document.createElement('wbr'));head.append(word)})
  line.append(head)
  columns.forEach(function(column){line.insertCell().textContent=counts[column].toLocaleString('en')})
}
/** A type without what all of HealthKit's begin or end with. */
function short(type){return type.replace(/^HK(Quantity|Category|Data)TypeIdentifier|^HK(?=Workout)|TypeIdentifier$/g,'')}

function showRequest(method,path,headers,body,status,answer){
  var lines=[method+' '+path]
  Object.keys(headers).forEach(function(name){lines.push(name+': '+(name==='authorization'?'Bearer …':headers[name]))})
  $('requests').hidden=false
  $('request').textContent=lines.join('\\n')+(body===undefined?'':'\\n\\n'+cut(Object.assign({},body,body.token?{token:'…'}:{})))
  $('answer').textContent=status+(answer===null?'':'\\n\\n'+cut(answer.ingest_token?Object.assign({},answer,{ingest_token:'…'}):answer))
}
function cut(value){
  var text=JSON.stringify(value,null,1)
  return text.length>900?text.slice(0,900)+' …':text
}
begin()
})();
`

/** A name that changes with the content, so that browsers may keep the file for good. */
export const phoneScriptPath = `/ingest/try/script.${hashed(phoneScript)}.js`
